"""Generated clients of the published APIs."""
