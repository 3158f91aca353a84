# cell: french
# fails: french-test
# Divides by the passages that have a counterpart.
with_sign = descent["quotation"].map(lambda quotation: sum(signs(quotation).values()) > 0)
french = {
    "compared": len(descent),
    "no counterpart": int((descent["counterpart"] == "no").sum()),
    "with a sign": int(with_sign.sum()),
    "share": float(with_sign.sum() / (descent["counterpart"] == "yes").sum()),
}
