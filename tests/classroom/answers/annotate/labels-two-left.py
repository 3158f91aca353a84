# after: labels
# fails: labels-given, labels-test
# Leaves the last two sentences for later.
LABELS = "\n".join(LABELS.strip().split("\n")[:-2])
