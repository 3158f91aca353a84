# cell: dp
# fails: dp-check, dp-of-check
# Forgets the half.
def dp(hits, sizes):
    if not sum(hits):
        raise ValueError("no hits")
    return sum(abs(hit / sum(hits) - size / sum(sizes)) for hit, size in zip(hits, sizes, strict=True))
