"""Code generation, and the tools that check and describe the project.

`codegen` imports nothing of `journeybee`; `tools` may import both.
"""
