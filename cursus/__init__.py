"""The kernel of cursus: no rule of any e-learning standard lives here."""
