FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 DJANGO_SETTINGS_MODULE=config.settings.prod
WORKDIR /srv/kpacite
COPY requirements.txt pyproject.toml README.md ./
RUN pip install --require-hashes -r requirements.txt
COPY . .
RUN pip install --no-deps --no-build-isolation --editable . \
 && SECRET_KEY=build-time-only-no-secret-is-kept-here FIELD_KEY=none python manage.py collectstatic --noinput \
 && useradd --system kpacite
USER kpacite
EXPOSE 8000
CMD ["kpacite", "serve", "--host", "0.0.0.0", "--workers", "2"]
