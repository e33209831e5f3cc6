"""The design system of all faces: the frame, the pieces and their behaviour. The gallery at /ui/ shows each of them."""
