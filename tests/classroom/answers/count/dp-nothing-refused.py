# cell: dp
# fails: dp-check
# Gives a word that does not occur a dispersion.
def dp(hits, sizes):
    all_hits = sum(hits) or 1
    return sum(abs(hit / all_hits - size / sum(sizes)) for hit, size in zip(hits, sizes, strict=True)) / 2
