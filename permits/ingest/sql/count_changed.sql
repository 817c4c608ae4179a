SELECT count(*) FROM {outcome} WHERE NOT inserted
