"""The parts of a story: what ``explain`` puts together, one section a module."""
