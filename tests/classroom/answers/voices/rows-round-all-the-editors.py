# after: rows
# fails: rows-voices-test
# Every round bracket is the editor's, against the French.
rows = [
    (para, quotation, "bracket" if quotation.startswith("(") and para[0] != "I" else voice, *rest)
    for para, quotation, voice, *rest in rows
]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
