# cell: order
# fails: order-test
# Compares the dates as strings.
def order(a, b):
    return "before" if a < b else "after" if a > b else "cannot tell"
