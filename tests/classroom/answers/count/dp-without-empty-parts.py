# cell: dp
# fails: dp-check, dp-of-check
# Leaves out the parts in which the word does not occur.
def dp(hits, sizes):
    if not sum(hits):
        raise ValueError("no hits")
    return sum(abs(hit / sum(hits) - size / sum(sizes)) for hit, size in zip(hits, sizes, strict=True) if hit) / 2
