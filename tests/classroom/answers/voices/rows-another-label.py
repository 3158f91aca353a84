# after: rows
# fails: rows-form-test
# Invents a voice that is not in the list, for one of the open stretches.
rows = [
    (para, quotation, "translator" if "representing" in quotation else voice, *rest)
    for para, quotation, voice, *rest in rows
]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
