# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Generated clients of the published APIs."""
