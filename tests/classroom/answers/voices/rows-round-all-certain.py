# after: rows
# fails: rows-voices-test
# Every round bracket is certainly the author's, though the French lacks two of them.
rows = [
    (para, quotation, "author", "certain", reason)
    if quotation.startswith("(") and para[0] != "I"
    else (para, quotation, voice, certainty, reason)
    for para, quotation, voice, certainty, reason in rows
]
spans = pd.DataFrame(rows, columns=["para", "quotation", "voice", "certainty", "reason"])
