# cell: order
# fails: order-test
# Compares the first possible days.
def order(a, b):
    one, other = chronicle.spans(a)[0].earliest, chronicle.spans(b)[0].earliest
    if one is None or other is None or one == other:
        return "cannot tell"
    return "before" if one < other else "after"
