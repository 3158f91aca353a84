# after: labels
# fails: labels-test, hard-test
# One label for everything.
LABELS = "\n".join(line.split()[0] + " claim" for line in LABELS.split("\n") if line)
