# after: rows
# fails: rows-speech-test
# Looks for quotation marks only.
rows = [row for row in rows if row[0] != "S17"]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
