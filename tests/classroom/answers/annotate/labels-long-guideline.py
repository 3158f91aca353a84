# after: labels
# fails: labels-given, labels-test
# Labels of the long guideline.
LABELS = LABELS.replace("counter", "rebuttal")
