SELECT id, kind, method, confidence, reasons
FROM entities
WHERE id IN (SELECT id FROM near)
