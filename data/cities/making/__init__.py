"""How the invented city is made: one module a concern, everything drawn from one fixed seed."""
