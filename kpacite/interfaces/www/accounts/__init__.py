"""Sign-in, security, devices, my account, invitations, login cards, demo people."""
