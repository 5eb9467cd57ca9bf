"""Users, roles, permissions, invitations and sign-in of one organization."""
