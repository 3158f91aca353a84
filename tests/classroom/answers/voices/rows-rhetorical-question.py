# after: rows
# fails: rows-speech-test
# Takes a question that the author asks himself for the one put to the new member.
rows = [("S16", "But who will offer to help the strikers?", *row[2:]) if row[0] == "S17" else row for row in rows]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
