# cell: french
# fails: french-test
# Counts the passages whose comment speaks of a bracket or an ellipsis, instead of those that have one.
with_sign = descent["change"].str.contains("bracket|ellipsis")
french = {
    "compared": len(descent),
    "no counterpart": int((descent["counterpart"] == "no").sum()),
    "with a sign": int(with_sign.sum()),
    "share": float(with_sign.mean()),
}
