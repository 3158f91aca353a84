# after: hard
# fails: hard-test
# Gives the label it has instead of the other one.
hard[0] = ("T2.6", "claim", hard[0][2])
