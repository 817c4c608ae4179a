-- The newest day of the routing data that is not after {latest}: years are mistyped.
SELECT greatest(
    (SELECT max(finish_date) FROM addenda WHERE finish_date <= {latest}),
    (SELECT max(arrive) FROM addenda WHERE finish_date IS NULL AND arrive <= {latest})
)
