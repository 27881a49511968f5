-- query
SELECT i_item_id, i_item_desc, i_category, i_class, i_current_price,
  sum(ws_ext_sales_price) AS itemrevenue,
  sum(ws_ext_sales_price) * 100 / sum(sum(ws_ext_sales_price)) OVER (PARTITION BY i_class)
    AS revenueratio
FROM web_sales, item, date_dim
WHERE ws_item_sk = i_item_sk AND i_category IN ('Sports', 'Books', 'Home')
  AND ws_sold_date_sk = d_date_sk
  AND d_date BETWEEN DATE '1999-02-22' AND DATE '1999-02-22' + 30
GROUP BY i_item_id, i_item_desc, i_category, i_class, i_current_price
ORDER BY i_category, i_class, i_item_id, i_item_desc, revenueratio, i_current_price
LIMIT 100

-- scan sold of web_sales by i_class
SELECT i_item_id, i_item_desc, i_category, i_class, i_current_price,
  sum(ws_ext_sales_price) AS revenue
FROM web_sales, item, date_dim
WHERE ws_item_sk = i_item_sk AND i_category IN ('Sports', 'Books', 'Home')
  AND ws_sold_date_sk = d_date_sk
  AND d_date BETWEEN DATE '1999-02-22' AND DATE '1999-02-22' + 30
GROUP BY i_item_id, i_item_desc, i_category, i_class, i_current_price

-- join classes of sold
SELECT i_item_id, i_item_desc, i_category, i_class, i_current_price,
  sum(revenue) AS itemrevenue,
  sum(revenue) * 100 / sum(sum(revenue)) OVER (PARTITION BY i_class) AS revenueratio
FROM sold
GROUP BY i_item_id, i_item_desc, i_category, i_class, i_current_price

-- result
SELECT i_item_id, i_item_desc, i_category, i_class, i_current_price, itemrevenue, revenueratio
FROM classes
ORDER BY i_category, i_class, i_item_id, i_item_desc, revenueratio, i_current_price
LIMIT 100
