# after: rows
# fails: rows-form-test
# Gives one reason for everything.
rows = [(*row[:4], "This is clear from the context.") for row in rows]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
