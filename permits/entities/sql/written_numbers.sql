-- Each way a licence or business number is written, once.
SELECT DISTINCT 'license', license1 FROM gathered WHERE license1 IS NOT NULL
UNION ALL
SELECT DISTINCT 'business', sf_business_license_number FROM gathered
WHERE sf_business_license_number IS NOT NULL
