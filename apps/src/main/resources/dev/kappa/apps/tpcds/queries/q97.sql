-- query
WITH ssci AS (
  SELECT ss_customer_sk AS customer_sk, ss_item_sk AS item_sk
  FROM store_sales, date_dim
  WHERE ss_sold_date_sk = d_date_sk AND d_month_seq BETWEEN 1200 AND 1200 + 11
  GROUP BY ss_customer_sk, ss_item_sk),
csci AS (
  SELECT cs_bill_customer_sk AS customer_sk, cs_item_sk AS item_sk
  FROM catalog_sales, date_dim
  WHERE cs_sold_date_sk = d_date_sk AND d_month_seq BETWEEN 1200 AND 1200 + 11
  GROUP BY cs_bill_customer_sk, cs_item_sk)
SELECT
  sum(CASE WHEN ssci.customer_sk IS NOT NULL AND csci.customer_sk IS NULL THEN 1 ELSE 0 END)
    AS store_only,
  sum(CASE WHEN ssci.customer_sk IS NULL AND csci.customer_sk IS NOT NULL THEN 1 ELSE 0 END)
    AS catalog_only,
  sum(CASE WHEN ssci.customer_sk IS NOT NULL AND csci.customer_sk IS NOT NULL THEN 1 ELSE 0 END)
    AS store_and_catalog
FROM ssci FULL OUTER JOIN csci
  ON ssci.customer_sk = csci.customer_sk AND ssci.item_sk = csci.item_sk

-- scan in_store of store_sales by customer_sk
SELECT ss_customer_sk AS customer_sk, ss_item_sk AS item_sk
FROM store_sales, date_dim
WHERE ss_sold_date_sk = d_date_sk AND d_month_seq BETWEEN 1200 AND 1200 + 11
GROUP BY ss_customer_sk, ss_item_sk

-- scan in_catalog of catalog_sales by customer_sk
SELECT cs_bill_customer_sk AS customer_sk, cs_item_sk AS item_sk
FROM catalog_sales, date_dim
WHERE cs_sold_date_sk = d_date_sk AND d_month_seq BETWEEN 1200 AND 1200 + 11
GROUP BY cs_bill_customer_sk, cs_item_sk

-- join pairs of in_store, in_catalog
WITH shop AS (SELECT DISTINCT customer_sk, item_sk FROM in_store),
post AS (SELECT DISTINCT customer_sk, item_sk FROM in_catalog)
SELECT
  count(*) FILTER (shop.customer_sk IS NOT NULL AND post.customer_sk IS NULL)
    AS store_only,
  count(*) FILTER (shop.customer_sk IS NULL AND post.customer_sk IS NOT NULL)
    AS catalog_only,
  count(*) FILTER (shop.customer_sk IS NOT NULL AND post.customer_sk IS NOT NULL)
    AS store_and_catalog
FROM shop FULL OUTER JOIN post
  ON shop.customer_sk = post.customer_sk AND shop.item_sk = post.item_sk

-- result
SELECT sum(store_only) AS store_only, sum(catalog_only) AS catalog_only,
  sum(store_and_catalog) AS store_and_catalog
FROM pairs
