-- Every two entities named on the same permit, with what they share.
--
-- An entity counts once on a permit, however many contacts of it there are, and a permit
-- once in a pair, however many addresses it has: costs are never added twice. A permit
-- with more than {most_parties} parties makes no pairs. Each shared permit weighs
-- 1 / (its parties - 1), so that being two on a permit says more than being two of 20.
--
-- Counting only some pairs takes all permits that they may share, and their parties.
CREATE TEMPORARY TABLE next_relationships ON COMMIT DROP AS
WITH named AS (
    SELECT
        coalesce(placed.permit_number, contacts.permit_number) AS permit_number,
        placed.entity_id,
        min(contacts.from_date) AS day
    FROM entity_contacts AS placed
    JOIN contacts USING (contact_key)
    WHERE {of_permits}
    GROUP BY 1, 2
),
shared AS (
    SELECT permit_number, count(*) AS parties, min(day) AS day
    FROM named
    WHERE permit_number IS NOT NULL
    GROUP BY permit_number
    HAVING count(*) BETWEEN 2 AND {most_parties}
),
trades AS (
    SELECT
        permit_number,
        min(coalesce(filed_date, application_date)) AS day,
        max(permit_valuation) AS cost,
        min(neighborhoods_analysis_boundaries) AS neighborhood
    FROM trade_permits
    GROUP BY permit_number
),
-- Numbers of the trades begin with letters: a permit is in one of the tables only.
facts AS MATERIALIZED (
    SELECT
        shared.permit_number,
        1.0::double precision / (shared.parties - 1) AS weight,
        coalesce(permits.filed_date, trades.day, shared.day) AS day,
        coalesce(
            greatest(permits.estimated_cost, permits.revised_cost), trades.cost
        ) AS cost,
        coalesce(permits.neighborhoods_analysis_boundaries, trades.neighborhood)
            AS neighborhood
    FROM shared
    LEFT JOIN permits USING (permit_number)
    LEFT JOIN trades USING (permit_number)
)
SELECT
    one.entity_id AS entity_a_id,
    other.entity_id AS entity_b_id,
    count(*)::integer AS shared_permits,
    -- Rounded: the order in which fractions are added must not make a difference.
    round(sum(weight)::numeric, 6)::double precision AS weight,
    (array_agg(permit_number ORDER BY facts.day DESC NULLS LAST, permit_number DESC))
        [1:{most_numbers}] AS permit_numbers,
    min(facts.day) AS first_date,
    max(facts.day) AS last_date,
    sum(cost) AS total_cost,
    count(cost)::integer AS permits_with_cost,
    coalesce(
        array_agg(DISTINCT neighborhood) FILTER (WHERE neighborhood IS NOT NULL), '{{}}'
    ) AS neighborhoods
FROM facts
JOIN named AS one USING (permit_number)
JOIN named AS other USING (permit_number)
WHERE one.entity_id < other.entity_id AND {of_pairs}
GROUP BY one.entity_id, other.entity_id
