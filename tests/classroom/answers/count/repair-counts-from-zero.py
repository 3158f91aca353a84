# after: repair
# fails: repair-check
# Mends the axis, and still draws counts.
repaired = repaired.properties(data=pd.DataFrame({"section": list("UST"), "rate": [16, 31, 11]}))
