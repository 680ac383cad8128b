"""The contracts that carriers sign with people, their papers, and what the insurer answered."""
