"""Pages of the accounts: coming in, one's own account, mails for administrators."""
