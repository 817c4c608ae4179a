-- Where one run puts what it decided, before it is compared with what is there.
CREATE TEMPORARY TABLE decided (
    id bigint, kind text, method text, confidence double precision, reasons jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE next_contacts (
    contact_key text, entity_id bigint
) ON COMMIT DROP;
CREATE TEMPORARY TABLE next_redirects (
    id bigint, entity_id bigint
) ON COMMIT DROP;
CREATE TEMPORARY TABLE next_possible (
    entity_a_id bigint, entity_b_id bigint, points double precision, findings jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE touched (id bigint) ON COMMIT DROP;
-- What the number is that was written so: "C-10 0987654" is 987654.
CREATE TEMPORARY TABLE numbers (
    sort text, written text, number text
) ON COMMIT DROP
