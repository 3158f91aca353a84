# after: rows
# fails: rows-voices-test
# Calls the words in square brackets "editor", which the list keeps for the introduction.
rows = [(para, quotation, "editor" if voice == "bracket" else voice, *rest) for para, quotation, voice, *rest in rows]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
