"""What tests of all rooms share: databases, people, counting of queries, a mail server, a browser."""
