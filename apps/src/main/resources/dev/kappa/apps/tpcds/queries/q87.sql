-- query
SELECT count(*) AS number FROM (
  SELECT DISTINCT c_last_name, c_first_name, d_date
  FROM store_sales, date_dim, customer
  WHERE ss_sold_date_sk = d_date_sk AND ss_customer_sk = c_customer_sk
    AND d_month_seq BETWEEN 1200 AND 1200 + 11
  EXCEPT
  SELECT DISTINCT c_last_name, c_first_name, d_date
  FROM catalog_sales, date_dim, customer
  WHERE cs_sold_date_sk = d_date_sk AND cs_bill_customer_sk = c_customer_sk
    AND d_month_seq BETWEEN 1200 AND 1200 + 11
  EXCEPT
  SELECT DISTINCT c_last_name, c_first_name, d_date
  FROM web_sales, date_dim, customer
  WHERE ws_sold_date_sk = d_date_sk AND ws_bill_customer_sk = c_customer_sk
    AND d_month_seq BETWEEN 1200 AND 1200 + 11) cool_cust

-- scan in_store of store_sales by c_last_name, c_first_name, d_date
SELECT DISTINCT c_last_name, c_first_name, d_date
FROM store_sales, date_dim, customer
WHERE ss_sold_date_sk = d_date_sk AND ss_customer_sk = c_customer_sk
  AND d_month_seq BETWEEN 1200 AND 1200 + 11

-- scan in_catalog of catalog_sales by c_last_name, c_first_name, d_date
SELECT DISTINCT c_last_name, c_first_name, d_date
FROM catalog_sales, date_dim, customer
WHERE cs_sold_date_sk = d_date_sk AND cs_bill_customer_sk = c_customer_sk
  AND d_month_seq BETWEEN 1200 AND 1200 + 11

-- scan in_web of web_sales by c_last_name, c_first_name, d_date
SELECT DISTINCT c_last_name, c_first_name, d_date
FROM web_sales, date_dim, customer
WHERE ws_sold_date_sk = d_date_sk AND ws_bill_customer_sk = c_customer_sk
  AND d_month_seq BETWEEN 1200 AND 1200 + 11

-- join rest of in_store, in_catalog, in_web
SELECT count(*) AS number FROM (
  SELECT * FROM in_store EXCEPT SELECT * FROM in_catalog EXCEPT SELECT * FROM in_web) x

-- result
SELECT sum(number) AS number FROM rest
