# after: repair
# fails: repair-check
# Draws how the occurrences are shared out, again without the sections' lengths.
repaired = repaired.properties(
    data=pd.DataFrame({"section": list("UST"), "rate": [100 * n / 58 for n in (16, 31, 11)]})
)
