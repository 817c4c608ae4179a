INSERT INTO gathered {contacts}
