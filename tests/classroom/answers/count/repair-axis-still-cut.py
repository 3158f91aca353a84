# after: repair
# fails: repair-check
# Draws rates on an axis that begins at 9.
repaired = repaired.encode(y=alt.Y("rate:Q", scale=alt.Scale(domain=[9, 14])))
