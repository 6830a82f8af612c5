"""The mirror beside other open programs, on the same films: docs/side-by-side.md. By hand."""
