# after: rows
# fails: rows-all-test, rows-voices-test
# Leaves out the introduction.
rows = [row for row in rows if not row[0].startswith("I")]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
