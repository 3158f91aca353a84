# after: rows
# fails: rows-form-test, rows-all-test
# Types curly quotation marks where the booklet has straight ones.
rows = [(para, re.sub(r'^"(.*)"$', r"“\1”", quotation), *rest) for para, quotation, *rest in rows]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
