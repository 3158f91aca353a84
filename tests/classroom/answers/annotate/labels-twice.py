# after: labels
# fails: labels-test
# Changes a label by adding a line, and leaves the old one.
LABELS += "T2.6 premise\n"
