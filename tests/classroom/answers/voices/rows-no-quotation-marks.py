# after: rows
# fails: rows-all-test
# Labels brackets only, and the speech, but not the words that are merely set off.
rows = [row for row in rows if row[1] not in ('"general."', '"labor in general"')]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
