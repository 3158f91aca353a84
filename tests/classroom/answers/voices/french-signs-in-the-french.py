# cell: french
# fails: french-test
# Searches the French, where brackets mark the book's own cuts.
with_sign = descent["french"].map(lambda words: sum(signs(words).values()) > 0)
french = {
    "compared": len(descent),
    "no counterpart": int((descent["counterpart"] == "no").sum()),
    "with a sign": int(with_sign.sum()),
    "share": float(with_sign.mean()),
}
