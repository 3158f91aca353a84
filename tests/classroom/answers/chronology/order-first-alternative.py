# cell: order
# fails: order-test
# Looks at the first of several alternatives only.
def order(a, b):
    if not a or not b:
        return "cannot tell"
    one, other = chronicle.spans(a)[0], chronicle.spans(b)[0]
    if one.latest and other.earliest and one.latest < other.earliest:
        return "before"
    if other.latest and one.earliest and other.latest < one.earliest:
        return "after"
    return "cannot tell"
